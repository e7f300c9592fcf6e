import { render } from '@testing-library/react';
import { expect, test } from 'vitest';
import { ChangeEntry } from '../../../src/components/executions/changes/ChangeEntry.tsx';

/** Turns what follows to the right; nothing is seen of it. */
const OVERRIDE = '\u202e';

test('a mark of direction in a value turns nothing round it: each value is shown as it is, isolated', () => {
  const before = `${OVERRIDE}Padaria`;
  const after = 'Pada\u200bria';
  const { container } = render(
    <ul>
      <ChangeEntry
        change={{
          id: 1,
          kind: 'updated',
          entity: 'companies',
          label: 'Empresa',
          reason: null,
          fields: [{ field: 'legal_name', before, after }],
        }}
      />
    </ul>,
  );
  expect([...container.querySelectorAll('bdi')].map((element) => element.textContent)).toEqual([before, after]);
});
