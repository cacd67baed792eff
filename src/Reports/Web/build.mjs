// Bundles src/main.ts with all it needs into the one file that is named on the command line.
import { build } from "esbuild";

const outfile = process.argv[2];
if (!outfile) throw new Error("usage: node build.mjs OUTFILE");

await build({
  entryPoints: ["src/main.ts"],
  outfile,
  bundle: true,
  minify: true,
  format: "iife",
  target: "es2022",
  charset: "ascii",
  legalComments: "inline",
  loader: { ".css": "text" },
});
