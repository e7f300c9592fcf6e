/** Named by `@config` in src/index.css. Tailwind 4 finds classes by itself; the theme lives in CSS variables. */
export default { content: ['./index.html', './src/**/*.{ts,tsx}'] };
