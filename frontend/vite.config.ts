import { fileURLToPath } from "node:url";
import { defineConfig } from "vite";
import { iconSprite } from "./build/icons.ts";
import { purgeTabler } from "./build/purge.ts";

const here = (path: string): string => fileURLToPath(new URL(path, import.meta.url));
const portal = here("../src/smartnumbers/portal");

export default defineConfig({
  // The files stand wherever the portal serves its static files: inside the style sheet, addresses are relative.
  base: "./",
  plugins: [purgeTabler([portal, here("src")]), iconSprite(portal)],
  build: {
    outDir: here("../src/smartnumbers/portal/static/dist"),
    emptyOutDir: true,
    manifest: "manifest.json",
    target: ["chrome123", "firefox121", "safari17.5"],
    modulePreload: { polyfill: false },
    assetsInlineLimit: 0,
    rolldownOptions: { input: here("src/main.ts") },
  },
});
