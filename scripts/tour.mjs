/**
 * `npm run tour`: drives the real app through its main job on a virtual display and leaves screenshots in
 * tour/.
 */
import { pathToFileURL } from 'node:url';
import { main } from './lib/log.mjs';
import { takePictures } from './lib/pictures.mjs';

/** Runs the tour. @param {{yes?: boolean}} options @returns {Promise<number>} the exit code */
export const tour = ({ yes = false } = {}) => takePictures({ name: 'tour', yes });

if (import.meta.url === pathToFileURL(process.argv[1]).href) {
  await main(() => tour({ yes: process.argv.includes('--yes') }));
}
