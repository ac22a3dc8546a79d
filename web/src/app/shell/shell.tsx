import { Drawer } from "@mantine/core";
import { useLocalStorage, useMediaQuery } from "@mantine/hooks";
import { lazy, type ReactNode, Suspense, useState } from "react";
import { useLocation } from "react-router";
import { ErrorBoundary } from "@/app/error-boundary";
import { useKeys } from "@/shared/hooks/use-keys";
import { Conflicts } from "@/shared/records/conflict-dialog";
import { undoLast } from "@/shared/ui/toasts";
import { BottomBar } from "./bottom-bar";
import { Navigation } from "./navigation";
import { OfflineStrip } from "./offline-strip";
import { Palette, type PaletteMode } from "./palette";
import classes from "./shell.module.css";
import { TopBar } from "./top-bar";

const KeyHelp = lazy(() => import("./key-help").then((module) => ({ default: module.KeyHelp })));

/** The frame around every page of a workspace. */
export function Shell({ children }: { children: ReactNode }): ReactNode {
  const { pathname } = useLocation();
  const [narrow, setNarrow] = useLocalStorage({ key: "truenorth-narrow", defaultValue: false });
  const small = useMediaQuery("(max-width: 1100px)") ?? false;
  const [palette, setPalette] = useState<PaletteMode | null>(null);
  const [helping, setHelping] = useState(false);
  const [drawer, setDrawer] = useState(false);

  useKeys(
    {
      "mod+k": () => setPalette("all"),
      "mod+z": () => undoLast(),
      n: () => setPalette("create"),
      "/": () => setPalette("all"),
      "?": () => setHelping(true),
      "[": () => setNarrow(!narrow),
    },
    { last: true },
  );

  return (
    <div className={classes.app} data-narrow={narrow || small || undefined}>
      <a className={classes.skip} href="#content">
        Skip to the content
      </a>
      <Navigation narrow={narrow || small} onNarrow={() => setNarrow(!narrow)} />
      <div className={classes.side}>
        <TopBar onSearch={() => setPalette("all")} onCreate={() => setPalette("create")} />
        <OfflineStrip />
        <main className={classes.page} id="content" tabIndex={-1}>
          <ErrorBoundary at={pathname}>{children}</ErrorBoundary>
        </main>
      </div>
      <BottomBar onMenu={() => setDrawer(true)} onSearch={() => setPalette("all")} />
      <Drawer
        opened={drawer}
        onClose={() => setDrawer(false)}
        position="left"
        size="min(288px, 86vw)"
        withCloseButton={false}
        padding={0}
        classNames={{ body: classes.drawer }}
      >
        {/* biome-ignore lint/a11y/useKeyWithClickEvents: closes after a link inside was followed, by pointer or by key */}
        {/* biome-ignore lint/a11y/noStaticElementInteractions: same */}
        <div onClick={(event) => (event.target as HTMLElement).closest("a") && setDrawer(false)}>
          <Navigation inDrawer narrow={false} />
        </div>
      </Drawer>
      {palette && <Palette mode={palette} onClose={() => setPalette(null)} />}
      <Suspense>{helping && <KeyHelp onClose={() => setHelping(false)} />}</Suspense>
      <Conflicts />
    </div>
  );
}
