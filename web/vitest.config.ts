import { mergeConfig } from "vite";
import { defineConfig } from "vitest/config";
import base from "./vite.config.ts";

export default mergeConfig(
  base,
  defineConfig({
    test: {
      environment: "happy-dom",
      setupFiles: ["./src/testing/setup.ts"],
      css: false,
      maxWorkers: 2,
    },
  }),
);
