import { expect, test } from './support/journey.ts';
import { englishOn } from './support/language.ts';
import { look, overflowOf, violationsOn } from './support/looks.ts';
import { PAGE_STATES } from './support/states.ts';

const LOOKS = (['light', 'dark'] as const).flatMap((theme) => [1280, 360].map((width) => ({ theme, width })));

for (const state of PAGE_STATES) {
  test(`${state.name} is accessible in both themes, fits a small screen and speaks Portuguese`, async ({
    world,
    open,
  }) => {
    const page = await state.show({ world, open });
    expect(await englishOn(page)).toEqual([]);
    for (const way of LOOKS) {
      await look(page, way);
      expect(await violationsOn(page), `${way.theme}, ${way.width} px`).toEqual([]);
    }
    await look(page, { theme: 'light', width: 320 });
    expect(await overflowOf(page), 'pixels of sideways scroll at 320 px').toBe(0);
    // 200 % zoom of a window of 1280 pixels, then text twice as large in a window that stays.
    await look(page, { theme: 'light', width: 640 });
    expect(await overflowOf(page), 'pixels of sideways scroll at 200 %').toBe(0);
    await page.evaluate(() => {
      document.documentElement.style.fontSize = '200%';
    });
    await look(page, { theme: 'light', width: 1280 });
    expect(await overflowOf(page), 'pixels of sideways scroll with text twice as large').toBe(0);
  });
}
