import { MantineProvider } from "@mantine/core";
import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { type RenderResult, render } from "@testing-library/react";
import userEvent, { type UserEvent } from "@testing-library/user-event";
import type { ReactNode } from "react";
import { MemoryRouter, useLocation } from "react-router";
import type { MembershipOut } from "@/api/types";
import { WorkspaceProvider } from "@/shared/people/workspace-context";
import type { Kind } from "@/shared/records/kind";
import { KindsProvider } from "@/shared/records/registry";
import { theme } from "@/shared/theme/mantine";
import { Toasts } from "@/shared/ui/toasts";
import { alice, bet, membership } from "./cast";

function Address(): ReactNode {
  const { pathname, search } = useLocation();
  return <output data-testid="address">{pathname + search}</output>;
}

interface Setting {
  at?: string;
  as?: MembershipOut;
  kinds?: readonly Kind[];
}

/** Shows a part of the page inside Larkspur, as Alice. */
export function show(
  part: ReactNode,
  { at = "/w/larkspur/", as = membership, kinds = [bet] }: Setting = {},
): RenderResult & {
  user: UserEvent;
} {
  const client = new QueryClient({ defaultOptions: { queries: { retry: false } } });
  const result = render(
    <MantineProvider env="test" theme={theme}>
      <QueryClientProvider client={client}>
        <MemoryRouter initialEntries={[at]}>
          <WorkspaceProvider me={alice} membership={as}>
            <KindsProvider kinds={kinds}>{part}</KindsProvider>
          </WorkspaceProvider>
          <Address />
        </MemoryRouter>
        <Toasts />
      </QueryClientProvider>
    </MantineProvider>,
  );
  return { ...result, user: userEvent.setup() };
}
