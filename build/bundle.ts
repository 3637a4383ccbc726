import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, isAbsolute, join, relative, resolve, sep } from 'node:path';
import { type Plugin, rolldown } from 'rolldown';

/** What is run or imported by name: the program, the library, and what starts in threads of its own. */
const ENTRIES = { main: 'app/main.ts', library: 'app/library.ts' };

/** What a look-up and a verdict need of others: it starts sooner from the bundle, and only what is used of it is in it. */
const INLINED = ['minisearch', 'zod', 'fflate'];

/** `new URL('./worker.ts', import.meta.url)`: how the code names files that lie beside it. */
const FILE_BESIDE = /new URL\(\s*'(\.{1,2}\/[^']*)',\s*import\.meta\.url\s*\)/g;

/** @param to the folder of the output, which is to stand in `root` as `dist` */
export async function bundle(root: string, to: string): Promise<void> {
  const build = await rolldown({
    cwd: root,
    input: ENTRIES,
    platform: 'node',
    // What npm installs stays there: one copy, with its licence.
    external: (id) => !id.startsWith('.') && !isAbsolute(id) && !INLINED.includes(id),
    plugins: [filesBeside(root)],
    // None of our modules does anything but define: what a command doesn't use of an index isn't loaded for it.
    treeshake: {
      moduleSideEffects: [
        { test: /[\\/]node_modules[\\/]/, sideEffects: true },
        { test: /^node:/, sideEffects: false },
        { test: /\.ts$/, sideEffects: false },
      ],
    },
  });
  try {
    await build.write({
      dir: to,
      format: 'esm',
      // Without blanks and in fewer words it is smaller and starts sooner; names of functions stay, for a stack to tell where.
      // No source maps: they were a fifth of the package, and Node reads them only when told to.
      minify: {
        compress: { keepNames: { function: true, class: true } },
        mangle: { keepNames: { function: true, class: true } },
        codegen: true,
      },
      comments: { legal: true, annotation: false, jsdoc: false },
      entryFileNames: '[name].js',
      chunkFileNames: '[name]-[hash].js',
    });
  } finally {
    await build.close();
  }
  writeFileSync(join(to, 'licences.txt'), INLINED.map((name) => licenceOf(name, root)).join('\n\n'));
}

/** A copy goes with its licence. */
function licenceOf(name: string, root: string): string {
  const folder = join(root, 'node_modules', name);
  const file = readdirSync(folder).find((one) => /^licen[cs]e/i.test(one));
  if (file === undefined) throw new Error(`${name} has no file with its licence`);
  return `${name}\n\n${readFileSync(join(folder, file), 'utf8')}`;
}

/**
 * The code names files by where they lie from it, and the bundle lies elsewhere. Of its own modules that start in a
 * thread each becomes a file of the bundle, other files stay where they are.
 */
function filesBeside(root: string): Plugin {
  return {
    name: 'files-beside',
    transform(code, id) {
      if (!id.endsWith('.ts') || !code.includes('import.meta.url')) return null;
      const moved = code.replace(FILE_BESIDE, (_, named: string) => {
        const file = resolve(dirname(id), named);
        if (!file.endsWith('.ts')) return urlOf(join('..', relative(root, file)), named.endsWith('/'));
        const name = relative(root, file).replace(/\.ts$/, '').split(sep).join('-');
        this.emitFile({ type: 'chunk', id: file, fileName: `${name}.js` });
        return urlOf(`./${name}.js`, false);
      });
      // Nothing moves to another line.
      return moved === code ? null : { code: moved, map: null };
    },
  };
}

const urlOf = (path: string, isFolder: boolean): string =>
  `new URL('${path.split(sep).join('/')}${isFolder ? '/' : ''}', import.meta.url)`;
