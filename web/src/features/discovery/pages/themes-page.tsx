import { useQuery } from "@tanstack/react-query";
import { type ReactNode, useState } from "react";
import { Link } from "react-router";
import { api, unwrap } from "@/api/client";
import type { components } from "@/api/schema";
import { formatNumber, plural } from "@/shared/format/format";
import { ImportDialog } from "@/shared/io/import-dialog";
import { useMay, useWorkspace } from "@/shared/people/workspace-context";
import { PracticePage } from "@/shared/practice/practice-page";
import { Button } from "@/shared/ui/button";
import { SectionHead } from "@/shared/ui/page-head";
import { EmptyState, ProblemState, Skeleton } from "@/shared/ui/states";
import classes from "./themes-page.module.css";

type Volume = components["schemas"]["ThemeVolumeOut"];

function ThemeRow({ volume, most }: { volume: Volume; most: number }): ReactNode {
  const { slug } = useWorkspace();
  return (
    <li>
      <Link
        className={classes.theme}
        to={`/w/${slug}/discovery/feedback?theme=${encodeURIComponent(volume.theme)}`}
      >
        <span className="clip strong">{volume.theme.replaceAll("_", " ")}</span>
        <span className={classes.track}>
          <span style={{ width: `${(volume.count / most) * 100}%` }} />
        </span>
        <span className={classes.count}>{formatNumber(volume.count)}</span>
        <span className={classes.rating}>
          {volume.rating === null ? "" : `rated ${formatNumber(volume.rating, { digits: 1 })}`}
        </span>
      </Link>
    </li>
  );
}

/** What the feedback is about, by how much of it there is. */
export default function ThemesPage(): ReactNode {
  const may = useMay();
  const [importing, setImporting] = useState(false);
  const { data, error, refetch } = useQuery({
    queryKey: ["records", "feedback", "themes"],
    queryFn: () => unwrap(api.GET("/api/discovery/themes")),
  });
  const total = (data ?? []).reduce((sum, each) => sum + each.count, 0);
  return (
    <PracticePage
      practice="discovery"
      title="Themes"
      sub="What feedback is about, by how much of it there is. Loud is not firm: look at who was seen doing it."
    >
      {error && <ProblemState error={error} onRetry={() => void refetch()} />}
      {!data && !error && <Skeleton rows={10} />}
      {data?.length === 0 && (
        <EmptyState
          icon="comment"
          title="No themes yet"
          actions={
            may.write && (
              <Button icon="import" onClick={() => setImporting(true)}>
                Import feedback
              </Button>
            )
          }
        >
          Give feedback a theme, or import it with a column that names one.
        </EmptyState>
      )}
      {data && data.length > 0 && (
        <section className={classes.page}>
          <SectionHead title={plural(data.length, "theme")}>{plural(total, "text")} with a theme</SectionHead>
          <ol>
            {data.map((volume) => (
              <ThemeRow key={volume.theme} volume={volume} most={data[0]?.count ?? 1} />
            ))}
          </ol>
        </section>
      )}
      {importing && <ImportDialog sources={["feedback"]} onClose={() => setImporting(false)} />}
    </PracticePage>
  );
}
