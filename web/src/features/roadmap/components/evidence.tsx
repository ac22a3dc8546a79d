import { useQuery } from "@tanstack/react-query";
import { type ReactNode, useState } from "react";
import { Link } from "react-router";
import { api, unwrap } from "@/api/client";
import type { RecordOut } from "@/api/types";
import { LinkDialog } from "@/shared/graph/link-dialog";
import { useMay, useRecordPath, useWorkspace } from "@/shared/people/workspace-context";
import { useServerKinds } from "@/shared/records/registry";
import { Button } from "@/shared/ui/button";
import { Icon } from "@/shared/ui/icon";
import { SectionHead } from "@/shared/ui/page-head";
import { isStrength, StrengthGlyph, StrengthTally } from "@/shared/ui/strength-glyph";
import classes from "./initiative.module.css";

const SHOWN = 6;

/** What it rests on, firmest first, however many links away; what speaks against it says so. */
export default function Evidence({ record }: { record: RecordOut }): ReactNode {
  const { slug } = useWorkspace();
  const may = useMay();
  const kinds = useServerKinds();
  const pathOf = useRecordPath();
  const [all, setAll] = useState(false);
  const [linking, setLinking] = useState(false);
  const { data } = useQuery({
    queryKey: ["node", record.id, "evidence"],
    queryFn: () =>
      unwrap(api.GET("/api/discovery/evidence/{node_id}", { params: { path: { node_id: record.id } } })),
  });
  const pieces = data?.pieces ?? [];
  return (
    <section>
      <SectionHead title="Evidence" count={pieces.length || undefined}>
        <span className="row">
          {may.write && (
            <Button size="small" look="quiet" icon="link" onClick={() => setLinking(true)}>
              Link
            </Button>
          )}
          <Link className="link" to={`/w/${slug}/why/${record.id}`}>
            Why this exists
          </Link>
        </span>
      </SectionHead>
      {data && pieces.length > 0 && (
        <div className={classes.tally}>
          <StrengthTally counts={data.summary} />
        </div>
      )}
      <ul className={classes.pieces}>
        {(all ? pieces : pieces.slice(0, SHOWN)).map((piece) => {
          const kind = kinds.find((each) => each.name === piece.kind);
          return (
            <li key={piece.id}>
              {isStrength(piece.strength) && <StrengthGlyph strength={piece.strength} />}
              <div>
                <p className="body">
                  {kind ? (
                    <Link to={pathOf({ ...kind, id: piece.id })}>“{piece.text}”</Link>
                  ) : (
                    `“${piece.text}”`
                  )}
                </p>
                <p className="small three row">
                  <span>{piece.source || piece.key}</span>
                  {piece.is_against && (
                    <span className="worse row">
                      <Icon name="close" size="small" /> refutes
                    </span>
                  )}
                </p>
              </div>
            </li>
          );
        })}
      </ul>
      {data && pieces.length === 0 && (
        <p className={`three ${classes.tally}`}>Nothing a customer did or said leads to this yet.</p>
      )}
      {!all && pieces.length > SHOWN && (
        <button type="button" className="link small" onClick={() => setAll(true)}>
          All {pieces.length}
        </button>
      )}
      {linking && (
        <LinkDialog
          node={record}
          kinds={kinds
            .filter((kind) => kind.step === "evidence" || kind.step === "opportunity")
            .map((kind) => kind.name)}
          relation="derives_from:out"
          onClose={() => setLinking(false)}
        />
      )}
    </section>
  );
}
