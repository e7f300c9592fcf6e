import { defineConfig } from 'vitest/config';

/**
 * Four groups, by what they need: `web` (jsdom only), `local` (parts of the local stack by themselves), `database`
 * (an embedded Postgres with the platform's bootstrap and our migrations, nothing else) and `functions` (the whole stack).
 */
export default defineConfig({
  test: {
    projects: [
      {
        extends: './vite.config.ts',
        test: {
          name: 'web',
          include: ['tests/web/**/*.test.{ts,tsx}'],
          environment: 'jsdom',
          setupFiles: ['tests/support/web-setup.ts'],
        },
      },
      {
        test: {
          name: 'local',
          include: ['tests/local/**/*.test.ts', 'tests/functions/unit/**/*.test.ts'],
          environment: 'node',
        },
      },
      {
        test: {
          name: 'database',
          include: ['tests/database/**/*.test.ts'],
          environment: 'node',
          globalSetup: ['tests/support/database-setup.ts'],
        },
      },
      {
        test: {
          name: 'functions',
          include: ['tests/functions/**/*.test.ts'],
          exclude: ['tests/functions/unit/**'],
          testTimeout: 60_000,
          environment: 'node',
          globalSetup: ['tests/support/stack-setup.ts'],
        },
      },
    ],
  },
});
