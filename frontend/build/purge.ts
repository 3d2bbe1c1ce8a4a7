import { PurgeCSS } from "purgecss";
import type { Plugin } from "vite";
import { filesBelow } from "./icons.ts";

/** Components of Tabler's that no page uses, whose names are words the sources are full of. */
const NOT_USED = /^(alert|alert-icon|badge|calendar|col|empty|footer|lead|loader|placeholder|signal|status|tag|toast)$/;

/**
 * Keeps of Tabler's style sheet (79 KB compressed) only what the pages use.
 *
 * It works on the source and not on the finished bundle, so that the file's name, which is a digest of its contents,
 * changes whenever its contents do.
 */
export function purgeTabler(folders: readonly string[]): Plugin {
  return {
    name: "purge-tabler",
    enforce: "pre",
    async transform(code, id) {
      if (!/@tabler[\\/]core[\\/].*\.css$/.test(id)) return null;
      const content = folders.flatMap((folder) => filesBelow(folder, [".html", ".py", ".ts"]));
      const [result] = await new PurgeCSS().purge({
        content,
        css: [{ raw: code.replace(/\/\*# sourceMappingURL.*?\*\//, "") }],
        variables: true,
        keyframes: true,
        fontFace: true,
        blocklist: [NOT_USED],
        safelist: { standard: ["html", "body"], variables: [/^--tblr-(body|border|font|primary|link|secondary)/] },
      });
      return { code: result!.css, map: null };
    },
  };
}
