/** A Vitest reporter: what a green run hides, at its end. Which tests needed a second try, and what was left out. */
import type { Reporter, TestModule } from 'vitest/node';

export default class ClosingLines implements Reporter {
  onTestRunEnd(modules: readonly TestModule[]): void {
    for (const line of [...secondTries(modules), ...leftOut(modules)]) console.log(line);
  }
}

function* secondTries(modules: readonly TestModule[]): Iterable<string> {
  for (const module of modules) {
    for (const test of module.children.allTests('passed')) {
      const { retryCount = 0 } = test.diagnostic() ?? {};
      if (retryCount === 0) continue;
      const [first] = test.result().errors ?? [];
      const why = first?.message.split('\n', 1)[0] ?? 'no error was kept';
      yield `Passed only at a second try: ${module.relativeModuleId} > ${test.fullName} (at first: ${why})`;
    }
  }
}

function* leftOut(modules: readonly TestModule[]): Iterable<string> {
  const tasks = modules.flatMap(({ children }) => [...children.allSuites(), ...children.allTests()]);
  const missing = new Set(tasks.map((task) => task.meta().leftOut ?? '').filter((path) => path !== ''));
  if (missing.size > 0)
    yield `Left out, as ../shared is not here: what needs ${[...missing].sort().join(', ')}.`;
}
