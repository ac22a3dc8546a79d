import "@mantine/core/styles/default-css-variables.layer.css";
import "@mantine/core/styles/baseline.layer.css";
import "@mantine/core/styles/global.layer.css";
import "@mantine/core/styles/UnstyledButton.layer.css";
import "@mantine/core/styles/ScrollArea.layer.css";
import "@mantine/core/styles/Paper.layer.css";
import "@mantine/core/styles/Popover.layer.css";
import "@mantine/core/styles/CloseButton.layer.css";
import "@mantine/core/styles/Overlay.layer.css";
import "@mantine/core/styles/ModalBase.layer.css";
import "@mantine/core/styles/Modal.layer.css";
import "@mantine/core/styles/Drawer.layer.css";
import "@mantine/core/styles/Menu.layer.css";
import "@mantine/core/styles/Tooltip.layer.css";
import {
  type CSSVariablesResolver,
  createTheme,
  Drawer,
  localStorageColorSchemeManager,
  Menu,
  Modal,
  Popover,
  Tooltip,
} from "@mantine/core";
import "./mantine.css";

export const colorSchemeManager = localStorageColorSchemeManager({ key: "truenorth-theme" });

const calm = { duration: 140, timingFunction: "var(--ease)", transition: "fade" } as const;

const close = { "aria-label": "Close" };

/** The head of a dialog is no banner: the page has one already. */
const attributes = { header: { role: "none" } };

export const theme = createTheme({
  fontFamily: "var(--font-text)",
  fontFamilyMonospace: "var(--font-mono)",
  defaultRadius: "md",
  radius: { sm: "var(--radius-small)", md: "var(--radius)" },
  respectReducedMotion: true,
  focusRing: "never",
  components: {
    Modal: Modal.extend({
      defaultProps: { transitionProps: calm, yOffset: "12vh", closeButtonProps: close, attributes },
    }),
    Drawer: Drawer.extend({
      defaultProps: {
        transitionProps: { ...calm, transition: "slide-left" },
        closeButtonProps: close,
        attributes,
      },
    }),
    Menu: Menu.extend({ defaultProps: { transitionProps: calm, position: "bottom-end", offset: 4 } }),
    Popover: Popover.extend({ defaultProps: { transitionProps: calm, offset: 6 } }),
    Tooltip: Tooltip.extend({ defaultProps: { transitionProps: calm, openDelay: 300, withArrow: false } }),
  },
});

/** Mantine's own variables read ours, so that its parts follow the theme without a second palette. */
const bridge = {
  "--mantine-color-body": "var(--ground)",
  "--mantine-color-text": "var(--ink)",
  "--mantine-color-dimmed": "var(--ink-3)",
  "--mantine-color-placeholder": "var(--ink-3)",
  "--mantine-color-default": "var(--ground-raised)",
  "--mantine-color-default-hover": "var(--wash)",
  "--mantine-color-default-color": "var(--ink)",
  "--mantine-color-default-border": "var(--line)",
  "--mantine-color-error": "var(--worse)",
  "--mantine-color-anchor": "var(--accent)",
};

export const cssVariablesResolver: CSSVariablesResolver = () => ({
  variables: {},
  light: bridge,
  dark: bridge,
});
