import type { ReactNode } from "react";
import { ButtonLink } from "@/shared/ui/button";
import { PageHead } from "@/shared/ui/page-head";
import { EmptyState } from "@/shared/ui/states";

export function Missing(): ReactNode {
  return (
    <>
      <PageHead title="" documentTitle="Not here" />
      <EmptyState
        icon="search"
        title="This page is not here"
        actions={<ButtonLink to="/">Go home</ButtonLink>}
      >
        The address may be mistyped, or the record was moved to the trash.
      </EmptyState>
    </>
  );
}
