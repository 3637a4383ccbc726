import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    // `bin/` runs what is built: it must be of the code that is tested.
    globalSetup: ['build/before-tests.ts'],
    // Nobody's own .env and database.
    env: { BOUNCE_TRIAGE_HOME: join(tmpdir(), 'bounce-triage-tests') },
    // Chromium and a whole bot start in some tests, on two cores beside each other.
    maxWorkers: 2,
    testTimeout: 30_000,
    hookTimeout: 60_000,
    // Real sockets, processes and a browser on a busy machine: one that fails twice is broken.
    retry: 1,
    reporters: ['default', './test/support/closing-lines.ts'],
  },
});
