#!/usr/bin/env node
// Walks the console in a real browser: `node tests/browser/run.mjs target/debug/moments [FILE…]`. The first argument is the built program;
// files name the tests to run, all if there are none. Installs what package-lock.json lists if it is not there. Builds nothing.
import { spawnSync } from "node:child_process";
import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { basename, dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";

const here = dirname(fileURLToPath(import.meta.url));
const [program, ...files] = process.argv.slice(2);
if (!program || !existsSync(program)) {
  console.error("usage: node tests/browser/run.mjs PROGRAM [FILE…], such as target/debug/moments; `cargo build` makes it");
  process.exit(2);
}

const run = (command, words, options) => {
  const { status, error } = spawnSync(command, words, { stdio: ["ignore", "inherit", "inherit"], ...options });
  if (error) throw error;
  if (status !== 0) process.exit(status ?? 1);
};

// The copy that npm keeps beside what it installed says which lock file that was.
const lock = readFileSync(join(here, "package-lock.json"), "utf8");
const stamp = join(here, "node_modules", ".moments-lock");
if (!existsSync(stamp) || readFileSync(stamp, "utf8") !== lock) {
  run("npm", ["ci", "--ignore-scripts", "--loglevel=error"], { cwd: here });
  writeFileSync(stamp, lock);
}

const named = readdirSync(join(here, "scenarios")).filter((name) => name.endsWith(".test.mjs"));
const chosen = files.length ? files.map((file) => basename(file).replace(/(\.test\.mjs)?$/, ".test.mjs")) : named.sort();
run(process.execPath, ["--test", "--test-concurrency=1", "--test-reporter=spec", ...chosen.map((name) => join(here, "scenarios", name))], {
  env: { ...process.env, MOMENTS_PROGRAM: resolve(program) },
});
