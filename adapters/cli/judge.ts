import type { Catalog } from '../../src/catalog/index.ts';
import type { Explain, ExplainEach } from '../../src/diagnosis/index.ts';

/** What `explain` judges with. */
export type Judge = {
  readonly catalog: Catalog;
  readonly explain: Explain;
  readonly explainEach: ExplainEach;
};
