import type { ReactNode } from "react";
import { ListPage } from "@/shared/practice/list-page";
import { initiative } from "../kinds";

/** Every initiative with all its fields. */
export default function TablePage(): ReactNode {
  return <ListPage kind={initiative} />;
}
