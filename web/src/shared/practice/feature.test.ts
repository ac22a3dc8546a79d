import { expect, test } from "vitest";
import type { RecordOut } from "@/api/types";
import { defineKind, type SectionOf } from "@/shared/records/kind";
import { type Feature, kindsOf } from "./feature";

const section = (id: string): SectionOf<RecordOut> => ({ id, component: () => null });

function featureOf(name: string, more: Partial<Feature>): Feature {
  return { name, label: name, icon: "home", kinds: [], ...more };
}

function kindOf(name: string, ...ids: string[]) {
  const words = { label: name, labelPlural: name, plural: name, purpose: "", domain: "roadmap" };
  return defineKind<RecordOut>({ name, ...words, icon: "home", fields: [], sections: ids.map(section) });
}

test("a practice brings parts to the page of another's record, after its own", () => {
  const roadmap = featureOf("roadmap", { kinds: [kindOf("initiative", "evidence"), kindOf("milestone")] });
  const engineering = featureOf("engineering", { sections: { initiative: [section("slices")] } });
  const [initiative, milestone] = kindsOf([engineering, roadmap]);
  expect(initiative?.sections?.map((each) => each.id)).toEqual(["evidence", "slices"]);
  expect(milestone?.sections).toEqual([]);
});
