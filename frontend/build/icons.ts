import { readdirSync, readFileSync, statSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import type { Plugin } from "vite";

/** `{% icon "phone" %}` in a template, `icon="phone"` in Python: both name an icon of Tabler's outline set. */
const USE = /(?:\{% icon |\bicon=)"([a-z0-9-]+)"/g;

/** All files below `folder` with one of the endings. */
export function filesBelow(folder: string, endings: readonly string[]): string[] {
  return readdirSync(folder).flatMap((name) => {
    const path = join(folder, name);
    if (statSync(path).isDirectory()) return name === "static" ? [] : filesBelow(path, endings);
    return endings.some((ending) => name.endsWith(ending)) ? [path] : [];
  });
}

/** One SVG file with a symbol for each icon that the portal's pages name, and none besides. */
export function iconSprite(portal: string): Plugin {
  return {
    name: "icon-sprite",
    generateBundle() {
      const names = new Set<string>();
      for (const file of filesBelow(portal, [".html", ".py"])) {
        for (const match of readFileSync(file, "utf8").matchAll(USE)) names.add(match[1]!);
      }
      const folder = dirname(createRequire(import.meta.url).resolve("@tabler/icons/outline/phone.svg"));
      const symbols = [...names].sort().map((name) => {
        const drawing = readFileSync(join(folder, `${name}.svg`), "utf8")
          .replace(/^[\s\S]*?<svg[^>]*>/, "")
          .replace(/<\/svg>\s*$/, "")
          .replace(/\s*\n\s*/g, "");
        return `<symbol id="${name}" viewBox="0 0 24 24">${drawing}</symbol>`;
      });
      this.emitFile({
        type: "asset",
        name: "icons.svg",
        originalFileName: "icons.svg",
        source: `<svg xmlns="http://www.w3.org/2000/svg">${symbols.join("")}</svg>\n`,
      });
    },
  };
}
