import { readFile, writeFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import tailwindcss from '@tailwindcss/vite';
import react from '@vitejs/plugin-react';
import { defineConfig, type Plugin } from 'vite';
import { projectOf, projectOrigins } from './src/lib/data/project.ts';

/** Fills the built `_headers`: the addresses that the app may talk to are those of the project that it is built for. */
function fillHeaders(): Plugin {
  let file = '';
  let origins = '';
  return {
    name: 'fill-headers',
    apply: 'build',
    configResolved({ root, build, env }) {
      file = resolve(root, build.outDir, '_headers');
      origins = projectOrigins(projectOf(env).url);
    },
    async writeBundle() {
      await writeFile(file, (await readFile(file, 'utf8')).replaceAll('%SUPABASE_ORIGINS%', origins));
    },
  };
}

export default defineConfig({
  plugins: [react(), tailwindcss(), fillHeaders()],
  build: {
    target: 'es2023',
    sourcemap: false,
    rolldownOptions: {
      output: {
        // Libraries change less often than the app: browsers keep them over a release.
        codeSplitting: {
          groups: [
            { name: 'react', test: /node_modules\/(react|react-dom|scheduler|react-router|@tanstack)\// },
            { name: 'supabase', test: /node_modules\/@supabase\/(auth-js|functions-js|postgrest-js)\// },
          ],
        },
      },
    },
  },
});
