// Builds dist/: every file bears the hash of its content in its name, manifest.json maps plain names
// to those. The manifest also goes beside the templates, which read it to address the files.
import { mkdir, readdir, rm, writeFile } from "node:fs/promises";
import { basename, extname, join, parse } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";
import { compile } from "sass";

const HERE = fileURLToPath(new URL(".", import.meta.url));
const DIST = join(HERE, "dist");
const MANIFEST_FOR_TEMPLATES = join(HERE, "../layers/shared/python/llave/web/static_manifest.json");
// A worker is a classic script: it cannot share chunks with the pages' modules.
const BUNDLES = [
  { entries: ["llave.scss", "llave.js", "icono.svg"], format: "esm", splitting: true },
  { entries: ["robot-worker.js"], format: "iife", splitting: false },
];

const scss = {
  name: "scss",
  setup(esbuild) {
    esbuild.onLoad({ filter: /\.scss$/ }, ({ path }) => ({
      contents: compile(path, { loadPaths: [join(HERE, "node_modules")] }).css,
      loader: "css",
      resolveDir: HERE,
    }));
  },
};

await rm(DIST, { recursive: true, force: true });
await mkdir(DIST, { recursive: true });
const manifest = {};
for (const bundle of BUNDLES) {
  for (const [output, { entryPoint, inputs }] of Object.entries(await outputs(bundle))) {
    const source = entryPoint ?? (extname(output) === ".js" ? null : Object.keys(inputs)[0]);
    if (source) manifest[parse(source).name + extname(output)] = basename(output);
  }
}
const text = `${JSON.stringify(manifest, Object.keys(manifest).sort(), 2)}\n`;
await writeFile(join(DIST, "manifest.json"), text);
await writeFile(MANIFEST_FOR_TEMPLATES, text);
console.log(`web/dist: ${(await readdir(DIST)).length} files`);

async function outputs({ entries, format, splitting }) {
  const { metafile } = await build({
    absWorkingDir: HERE,
    entryPoints: entries.map((name) => join("src", name)),
    outdir: DIST,
    entryNames: "[name]-[hash]",
    chunkNames: "[name]-[hash]",
    assetNames: "[name]-[hash]",
    loader: { ".woff2": "file", ".svg": "copy" },
    bundle: true,
    splitting,
    format,
    minify: true,
    legalComments: "none",
    charset: "utf8",
    target: ["es2020", "chrome87", "firefox78", "safari14.1"],
    metafile: true,
    plugins: [scss],
  });
  return metafile.outputs;
}
