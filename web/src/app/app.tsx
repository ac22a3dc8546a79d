import { MantineProvider } from "@mantine/core";
import { QueryClientProvider } from "@tanstack/react-query";
import { type ReactNode, useState } from "react";
import { BrowserRouter } from "react-router";
import { FeaturesProvider } from "@/shared/practice/features-context";
import { colorSchemeManager, cssVariablesResolver, theme } from "@/shared/theme/mantine";
import { Toasts } from "@/shared/ui/toasts";
import { ErrorBoundary } from "./error-boundary";
import { features } from "./features";
import { createClient } from "./query-client";
import { Router } from "./router";

export function App(): ReactNode {
  const [client] = useState(createClient);
  return (
    <MantineProvider
      theme={theme}
      colorSchemeManager={colorSchemeManager}
      cssVariablesResolver={cssVariablesResolver}
      defaultColorScheme="auto"
    >
      <QueryClientProvider client={client}>
        <BrowserRouter>
          <ErrorBoundary>
            <FeaturesProvider features={features}>
              <Router features={features} />
            </FeaturesProvider>
          </ErrorBoundary>
        </BrowserRouter>
        <Toasts />
      </QueryClientProvider>
    </MantineProvider>
  );
}
