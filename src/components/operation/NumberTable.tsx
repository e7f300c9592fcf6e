import type { ReactNode } from 'react';

interface NumberTableProps {
  caption: string;
  columns: readonly string[];
  /** Of each row its name, then a cell for each further column. */
  rows: ReadonlyArray<{ key: string; cells: readonly [name: string, ...ReactNode[]] }>;
}

/** A plain table on wide pages; on a phone each row is a block whose cells say what they are. */
export function NumberTable({ caption, columns, rows }: NumberTableProps) {
  return (
    // biome-ignore lint/a11y/noRedundantRoles: the display of a phone takes the roles of a table away
    <table role="table" className="numbers mt-3 w-full text-sm max-sm:block">
      <caption className="sr-only">{caption}</caption>
      <thead className="max-sm:sr-only">
        <tr>
          {columns.map((column) => (
            <th key={column} scope="col" className="py-1 pr-4 text-left font-medium text-muted">
              {column}
            </th>
          ))}
        </tr>
      </thead>
      <tbody className="max-sm:block">
        {rows.map(({ key, cells: [name, ...cells] }) => (
          // biome-ignore lint/a11y/noRedundantRoles: see above
          <tr key={key} role="row" className="border-t border-line max-sm:block max-sm:py-2">
            <th scope="row" className="py-1.5 pr-4 text-left font-medium break-words max-sm:block">
              <bdi>{name}</bdi>
            </th>
            {cells.map((cell, index) => (
              <td
                // biome-ignore lint/suspicious/noArrayIndexKey: a cell is its column
                key={index}
                // biome-ignore lint/a11y/noRedundantRoles: see above
                role="cell"
                className="py-1.5 pr-4 break-words max-sm:flex max-sm:justify-between max-sm:gap-4 max-sm:py-0.5 max-sm:pr-0"
              >
                <span aria-hidden className="text-muted sm:hidden">
                  {columns[index + 1]}
                </span>
                <span className="min-w-0 max-sm:text-right">{cell}</span>
              </td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  );
}
