/** Every adapter does what `adapters/adapter.ts` asks of it. */
import { describe } from 'vitest';
import type { Platform } from '../../src/queue/index.ts';
import { adapterContract } from '../support/contract/index.ts';
import { discordDriver } from '../support/discord/driver.ts';
import type { Driver } from '../support/driver.ts';
import { createSlackDriver } from '../support/slack/driver.ts';
import { createWebDriver } from '../support/web/driver.ts';

const DRIVERS: Readonly<Record<Platform, () => Driver>> = {
  slack: createSlackDriver,
  discord: discordDriver,
  web: createWebDriver,
};

describe.each(Object.entries(DRIVERS))('%s', (_, createDriver) => adapterContract(createDriver));
