import { type ReactNode, useState } from "react";
import { flushSync } from "react-dom";
import type { Query } from "@/api/client";
import { useAddress } from "@/shared/hooks/use-address";
import { ListPage } from "@/shared/practice/list-page";
import { columnsOf, type Kind } from "@/shared/records/kind";
import { queryOf, readState, useHiddenColumns } from "@/shared/records/table/use-list-state";
import { Paper, usePaper } from "@/shared/ui/paper";
import { ExportMenu } from "../components/export-menu";
import { TableSheet } from "../components/table-sheet";
import { ViewSwitcher } from "../components/view-switcher";
import { Viewed } from "../components/viewed";
import { useInitiativeKind } from "../own-fields";
import { readWhole, type Whole } from "../whole-list";

/** The whole list is read before it is laid out; the browser's own printing finds what was read last. */
function useSheet(kind: Kind, query: Query) {
  const paper = usePaper();
  const [whole, setWhole] = useState<Whole | null>(null);
  async function read(): Promise<void> {
    const found = await readWhole(kind, query);
    flushSync(() => setWhole(found));
  }
  return {
    paper,
    whole,
    print: async () => {
      await read();
      window.print();
      setWhole(null);
    },
    picture: async () => {
      await read();
      await paper.savePicture("initiatives.png");
      setWhole(null);
    },
  };
}

function TableView(): ReactNode {
  const kind = useInitiativeKind();
  const [search] = useAddress();
  const [hidden, , hide] = useHiddenColumns(kind);
  const query = queryOf(readState(kind, search));
  const { paper, whole, print, picture } = useSheet(kind, query);
  const columns = columnsOf(kind).filter(({ name }) => !hidden.includes(name));
  return (
    <>
      <ListPage
        kind={kind}
        lead={<ViewSwitcher shape="table" seenToo={{ hide }} />}
        exporting={<ExportMenu query={query} onPicture={picture} onPrint={print} />}
      />
      {whole && (
        <Paper
          paper={paper}
          title={kind.labelPlural}
          says={whole.total > whole.items.length && `The first ${whole.items.length} of ${whole.total}.`}
        >
          {() => <TableSheet columns={columns} records={whole.items} />}
        </Paper>
      )}
    </>
  );
}

/** Every initiative with all its fields. */
export default function TablePage(): ReactNode {
  return (
    <Viewed>
      <TableView />
    </Viewed>
  );
}
