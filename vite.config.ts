import tailwindcss from '@tailwindcss/vite';
import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';

export default defineConfig({
  plugins: [react(), tailwindcss()],
  // One entry chunk of React, the router and supabase-js: its gzip size has a budget of its own (npm run check).
  build: { target: 'es2023', sourcemap: false, chunkSizeWarningLimit: 650 },
});
