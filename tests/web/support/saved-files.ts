import { expect, vi } from 'vitest';

/** What the browser was given to save. */
export interface SavedFile {
  name: string;
  text: Promise<string>;
}

/** Takes what the app gives the browser to save, from now to the end of the test. */
export function capturedFiles(): SavedFile[] {
  const saved: SavedFile[] = [];
  const blobs: Blob[] = [];
  vi.spyOn(URL, 'createObjectURL').mockImplementation((blob) => {
    blobs.push(blob as Blob);
    return `blob:${blobs.length}`;
  });
  vi.spyOn(HTMLAnchorElement.prototype, 'click').mockImplementation(function (this: HTMLAnchorElement) {
    const blob = blobs.at(-1) ?? expect.unreachable('nothing to save');
    // Blob.text() drops the byte order mark.
    const text = blob.arrayBuffer().then((bytes) => new TextDecoder('utf-8', { ignoreBOM: true }).decode(bytes));
    saved.push({ name: this.download, text });
  });
  return saved;
}
