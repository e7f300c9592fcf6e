import { statfs } from 'node:fs/promises';

/** Below this Postgres cannot write its log, which stops it at once. */
export const ROOM_TO_RUN_MB = 64;
/** A new database with the demo data and the built app, and room to work in. */
export const ROOM_TO_BEGIN_MB = 256;

/** What to tell people when the disk of a folder has less than `neededMb` left for an ordinary user; null when there is room. */
export async function lackOfRoom(folder: string, neededMb: number): Promise<string | null> {
  const { bavail, bsize } = await statfs(folder);
  const freeMb = Math.floor((bavail * bsize) / 2 ** 20);
  if (freeMb >= neededMb) return null;
  return `The disk is full: ${freeMb} MB are free in ${folder}, the local stack needs ${neededMb} MB. Make room, or set INTEGRACOES_DATA_DIR`;
}

/** Pause between two looks at the disk. */
const LOOK_MS = 2_000;

/** Tells `log` when the disk gets full and when there is room again: what fails meanwhile fails in many words. Returns how to stop. */
export function watchRoom(folder: string, log: (line: string) => void): () => void {
  let isFull = false;
  const look = async () => {
    // A folder that is gone is not a full disk.
    const lack = await lackOfRoom(folder, ROOM_TO_RUN_MB).catch(() => null);
    if ((lack !== null) === isFull) return;
    isFull = lack !== null;
    log(lack ?? 'There is room on the disk again');
  };
  const timer = setInterval(() => void look(), LOOK_MS);
  timer.unref();
  return () => clearInterval(timer);
}
