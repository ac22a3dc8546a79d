import type { ReactNode } from "react";
import { Link } from "react-router";
import { useRecordPath } from "@/shared/people/workspace-context";
import { StateLabel } from "@/shared/ui/state-glyph";
import type { Item, Pulse, Section } from "../kinds";
import { MatterLine } from "./matter-line";
import { Movements } from "./movements";
import classes from "./pulse.module.css";
import { PulseNote } from "./pulse-note";
import { RaiseMatter } from "./raise-matter";

const sorts: Partial<Record<Section["name"], "concern" | "action">> = {
  concerns: "concern",
  actions: "action",
};

function Line({ item }: { item: Item }): ReactNode {
  const pathOf = useRecordPath();
  const { source, tone } = item;
  return (
    <li className={classes.item}>
      <span className={classes.glyph}>
        {tone === "neutral" ? (
          <span className={classes.bullet} aria-hidden="true" />
        ) : (
          <StateLabel state={tone}>
            <span className="sr">{tone}</span>
          </StateLabel>
        )}
      </span>
      <div>
        <p className={classes.words}>
          {source ? <Link to={pathOf(source)}>{item.words}</Link> : item.words}
          {source && <span className="mono three"> {source.key}</span>}
        </p>
        {item.detail && <p className="two">{item.detail}</p>}
      </div>
    </li>
  );
}

/** One part: what a person wrote, then what the records say. */
export function PulseSection({
  pulse,
  section,
  mayEdit,
}: {
  pulse: Pulse;
  section: Section;
  mayEdit: boolean;
}): ReactNode {
  const moving = section.items.filter((each) => each.movement);
  const rest = section.items.filter((each) => !each.movement);
  const sort = sorts[section.name];
  return (
    <section className={classes.section} aria-label={section.title}>
      <h2 className={classes.title}>{section.title}</h2>
      <PulseNote
        pulse={pulse}
        name={section.name}
        label={section.title}
        text={section.text}
        mayEdit={mayEdit}
      />
      {moving.length > 0 && <Movements items={moving} />}
      <ul>
        {rest.map((item) =>
          item.matter ? (
            <MatterLine key={item.matter.id} words={item.words} matter={item.matter} mayClose={mayEdit} />
          ) : (
            <Line key={`${item.source?.id}${item.words}`} item={item} />
          ),
        )}
      </ul>
      {sort && mayEdit && <RaiseMatter sort={sort} />}
    </section>
  );
}
