import { lazy } from "react";
import type { components } from "@/api/schema";
import { formatNumber } from "@/shared/format/format";
import { defineKind } from "@/shared/records/kind";
import { StrengthTally } from "@/shared/ui/strength-glyph";
import {
  consents,
  directions,
  frequencies,
  hypothesisStates,
  labelOf,
  marks,
  sessionForms,
  severities,
} from "./words";

type Schemas = components["schemas"];
export type Session = Schemas["SessionOut"];
export type Document = Schemas["DocumentOut"];
export type Highlight = Schemas["HighlightOut"];
export type Feedback = Schemas["FeedbackOut"];
export type Request = Schemas["RequestOut"];
export type Tag = Schemas["TagOut"];
export type Insight = Schemas["InsightOut"];
export type Hypothesis = Schemas["HypothesisOut"];
export type EvidenceSummary = Schemas["EvidenceSummaryOut"];

const evidence = lazy(() => import("./components/evidence-section"));
const tags = lazy(() => import("./components/tags-section"));

/** "5 observed, 2 told" in a row of a table. */
function showEvidence({ evidence: summary }: { evidence: EvidenceSummary }) {
  if (summary.total === 0) return <span className="three">None yet</span>;
  return <StrengthTally counts={summary} />;
}

function showSteps(value: number | null, words: readonly string[]) {
  if (value === null) return undefined;
  return (
    <span>
      <span className="tn strong">{value}</span> <span className="three">{words[value - 1]}</span>
    </span>
  );
}

const evidenceField = {
  name: "evidence",
  label: "Evidence",
  type: "text",
  readOnly: true,
  width: 220,
  method: "Quotes, feedback and requests upstream of it, counted by how firm they are. Observed is firmest.",
} as const;

export const feedback = defineKind<Feedback>({
  name: "feedback",
  domain: "discovery",
  plural: "feedback",
  label: "Feedback",
  labelPlural: "Feedback",
  icon: "comment",
  purpose:
    "What customers wrote unasked: tickets, reviews, survey answers. Many small voices show what is common.",
  titled: false,
  bodyLabel: "What they wrote",
  imports: ["feedback"],
  fields: [
    { name: "theme", label: "Theme", type: "text", sort: true, filter: true, width: 170 },
    { name: "rating", label: "Rating", type: "number", sort: true, width: 80 },
    { name: "source", label: "Source", type: "text", sort: true, filter: true, width: 120 },
    { name: "account", label: "Account", type: "record", of: "account", filter: true, width: 140 },
    {
      name: "strength",
      label: "Strength",
      type: "strength",
      required: true,
      filter: true,
      sort: true,
      width: 110,
    },
    { name: "received_at", label: "Received", type: "date", readOnly: true, sort: true, width: 110 },
  ],
  asks: ["source", "theme", "rating", "account", "strength"],
  sections: [{ id: "tags", component: tags, place: "aside" }],
});

export const request = defineKind<Request>({
  name: "request",
  domain: "discovery",
  plural: "requests",
  label: "Request",
  labelPlural: "Requests",
  icon: "flag",
  purpose:
    "What somebody asked for, apart from what they need. The ask is a clue; the need is what gets built.",
  titled: false,
  chained: true,
  fields: [
    { name: "ask", label: "The ask", type: "long", inBody: true, required: true, hint: "In their words." },
    {
      name: "need",
      label: "The need",
      type: "long",
      inBody: true,
      hint: "What they are trying to get done.",
    },
    { name: "workflow", label: "The workflow", type: "long", inBody: true, hint: "Where it must fit." },
    {
      name: "votes",
      label: "Asked",
      type: "number",
      readOnly: true,
      width: 80,
      method:
        "How often it was asked for: this request, and every feedback, request or quote that supports it.",
    },
    { name: "account", label: "Account", type: "record", of: "account", filter: true, width: 150 },
    {
      name: "strength",
      label: "Strength",
      type: "strength",
      required: true,
      filter: true,
      sort: true,
      width: 110,
    },
    {
      name: "answers",
      label: "Answer",
      type: "text",
      readOnly: true,
      width: 150,
      show: ({ answers }) => {
        const last = answers.at(-1);
        return last ? `${last.key} ${last.state}` : <span className="three">Open</span>;
      },
    },
  ],
  columns: ["votes", "answers", "account", "strength"],
  asks: ["ask", "need", "workflow", "account", "strength"],
  sections: [{ id: "answers", component: lazy(() => import("./components/answers-section")) }],
});

export const session = defineKind<Session>({
  name: "session",
  domain: "discovery",
  plural: "sessions",
  label: "Session",
  labelPlural: "Sessions",
  icon: "people",
  purpose:
    "Time spent with customers: in the field, in interviews, on calls. Best with the whole trio in the room.",
  fields: [
    {
      name: "form",
      label: "Form",
      type: "select",
      options: sessionForms,
      required: true,
      filter: true,
      width: 110,
    },
    { name: "held_on", label: "Held on", type: "date", sort: true, width: 110 },
    { name: "minutes", label: "Minutes", type: "number", digits: 0, sort: true, width: 90 },
    { name: "place", label: "Place", type: "text", width: 150 },
    { name: "study", label: "Study", type: "record", of: "study", filter: true, width: 170 },
    {
      name: "missing_functions",
      label: "Trio",
      type: "text",
      readOnly: true,
      width: 150,
      method: "Product, design and engineering learn most when all three were there.",
      show: ({ missing_functions: missing }) =>
        missing.length === 0 ? "Whole" : <span className="two">No {missing.join(", ")}</span>,
    },
  ],
  columns: ["form", "held_on", "missing_functions", "study", "minutes", "place"],
  asks: ["form", "held_on", "minutes", "place", "study"],
  defaultSort: "-held_on",
  sections: [
    { id: "people", component: lazy(() => import("./components/session-people")) },
    { id: "documents", component: lazy(() => import("./components/session-documents")) },
  ],
});

export const document = defineKind<Document>({
  name: "document",
  domain: "discovery",
  plural: "documents",
  label: "Document",
  labelPlural: "Documents",
  icon: "document",
  purpose: "Transcripts and notes, word for word. Highlights are taken from here and always lead back.",
  dialog: lazy(() => import("./components/document-dialog")),
  imports: ["transcript"],
  fields: [
    {
      name: "form",
      label: "Form",
      type: "select",
      readOnly: true,
      filter: true,
      width: 110,
      options: [
        { value: "transcript", label: "Transcript" },
        { value: "note", label: "Note" },
      ],
    },
    { name: "session", label: "Session", type: "record", of: "session", filter: true, width: 200 },
    {
      name: "highlight_count",
      label: "Highlights",
      type: "number",
      readOnly: true,
      width: 100,
      show: ({ highlight_count: count }) => <span className="tn strong">{formatNumber(count)}</span>,
    },
    { name: "file_name", label: "File", type: "text", width: 180 },
  ],
});

export const highlight = defineKind<Highlight>({
  name: "highlight",
  domain: "discovery",
  plural: "highlights",
  label: "Highlight",
  labelPlural: "Highlights",
  icon: "edit",
  purpose:
    "Quotes and observations marked in transcripts, each with how firm it is. Open a document to mark some.",
  readOnly: false,
  bodyLabel: "Note",
  fields: [
    {
      name: "strength",
      label: "Strength",
      type: "strength",
      required: true,
      filter: true,
      sort: true,
      width: 110,
    },
    { name: "mark", label: "Mark", type: "select", options: marks, required: true, filter: true, width: 110 },
    { name: "speaker", label: "Speaker", type: "text", readOnly: true, sort: true, width: 140 },
    {
      name: "document",
      label: "Document",
      type: "record",
      of: "document",
      readOnly: true,
      filter: true,
      width: 200,
    },
    {
      name: "tags",
      label: "Tags",
      type: "tags",
      readOnly: true,
      width: 160,
      show: ({ tags: carried }) => (carried.length ? carried.map((tag) => tag.title).join(", ") : undefined),
    },
  ],
  dialog: lazy(() => import("./components/highlight-dialog")),
  sections: [
    { id: "quote", component: lazy(() => import("./components/quote-section")) },
    { id: "tags", component: tags, place: "aside" },
  ],
});

export const insight = defineKind<Insight>({
  name: "insight",
  domain: "discovery",
  plural: "insights",
  label: "Insight",
  labelPlural: "Insights",
  icon: "discovery",
  purpose: "What several people did or said, in one sentence that cites them. Decisions rest on these.",
  chained: true,
  fields: [
    { ...evidenceField, show: showEvidence },
    { name: "owner", label: "Owner", type: "person", filter: true, sort: true, width: 140 },
  ],
  asks: ["owner"],
  sections: [{ id: "evidence", component: evidence }],
});

export const opportunity = defineKind<Schemas["OpportunityOut"]>({
  name: "opportunity",
  domain: "discovery",
  plural: "opportunities",
  label: "Opportunity",
  labelPlural: "Opportunities",
  icon: "strategy",
  purpose:
    "A need worth meeting, in the customer's words and never as a solution. Ideas are compared below it.",
  chained: true,
  fields: [
    { ...evidenceField, show: showEvidence },
    {
      name: "frequency",
      label: "Frequency",
      type: "number",
      digits: 0,
      sort: true,
      width: 130,
      hint: `1 to 5: ${frequencies.join(", ")}`,
      show: ({ frequency }) => showSteps(frequency, frequencies),
    },
    { name: "reach_percent", label: "Reach", type: "number", unit: "%", sort: true, width: 90 },
    {
      name: "severity",
      label: "Severity",
      type: "number",
      digits: 0,
      sort: true,
      width: 130,
      hint: `1 to 5: ${severities.join(", ")}`,
      show: ({ severity }) => showSteps(severity, severities),
    },
    { name: "segment", label: "Segment", type: "record", of: "segment", filter: true, width: 140 },
    { name: "owner", label: "Owner", type: "person", filter: true, width: 140 },
  ],
  asks: ["segment", "frequency", "reach_percent", "severity", "owner"],
  sections: [{ id: "evidence", component: evidence }],
});

export const hypothesis = defineKind<Hypothesis>({
  name: "hypothesis",
  domain: "discovery",
  plural: "hypotheses",
  label: "Hypothesis",
  labelPlural: "Hypotheses",
  icon: "experiments",
  purpose: "A belief that can fail: if this is done, then that happens, by so much. Fixed before the test.",
  chained: true,
  fields: [
    { name: "belief", label: "We believe", type: "long", inBody: true, hint: "If …, then …" },
    {
      name: "state",
      label: "State",
      type: "select",
      options: hypothesisStates,
      required: true,
      filter: true,
      sort: true,
      width: 120,
    },
    { name: "metric", label: "Metric", type: "text", width: 150 },
    {
      name: "direction",
      label: "Comes out",
      type: "select",
      options: directions,
      required: true,
      width: 100,
    },
    {
      name: "threshold",
      label: "Threshold",
      type: "number",
      sort: true,
      width: 130,
      show: ({ threshold, unit, direction }) =>
        threshold === null ? (
          <span className="undecided">Not fixed</span>
        ) : (
          <span className="tn strong">
            {labelOf(directions, direction).toLowerCase()}{" "}
            {formatNumber(threshold, { unit: unit || undefined })}
          </span>
        ),
    },
    { name: "unit", label: "Unit", type: "text", width: 80 },
    { name: "owner", label: "Owner", type: "person", filter: true, width: 140 },
    { ...evidenceField, show: showEvidence },
  ],
  columns: ["state", "threshold", "metric", "evidence", "owner"],
  asks: ["belief", "metric", "direction", "threshold", "unit", "owner"],
  sections: [
    { id: "threshold", component: lazy(() => import("./components/threshold-section")) },
    { id: "evidence", component: evidence },
  ],
});

export const tag = defineKind<Tag>({
  name: "tag",
  domain: "discovery",
  plural: "tags",
  label: "Tag",
  labelPlural: "Tags",
  icon: "flag",
  purpose: "Words for evidence, each with its definition, so that two people file the same thing alike.",
  bodyLabel: "Definition",
  fields: [
    {
      name: "uses",
      label: "Used",
      type: "number",
      readOnly: true,
      width: 100,
      method: "Highlights and feedback that carry the tag.",
    },
  ],
  sections: [{ id: "uses", component: lazy(() => import("./components/tagged-section")) }],
});

export const participant = defineKind<Schemas["ParticipantOut"]>({
  name: "participant",
  domain: "discovery",
  plural: "participants",
  label: "Participant",
  labelPlural: "Participants",
  icon: "people",
  purpose: "People who took part in research, and what they agreed to. No quote leaves without consent.",
  fields: [
    { name: "account", label: "Account", type: "record", of: "account", filter: true, width: 160 },
    { name: "role", label: "Role", type: "text", sort: true, width: 150 },
    {
      name: "consent",
      label: "Consent",
      type: "select",
      options: consents,
      required: true,
      filter: true,
      width: 190,
    },
    { name: "email", label: "E-mail", type: "text", width: 200 },
  ],
  asks: ["account", "role", "email", "consent"],
});

export const account = defineKind<Schemas["AccountOut"]>({
  name: "account",
  domain: "discovery",
  plural: "accounts",
  label: "Account",
  labelPlural: "Accounts",
  icon: "columns",
  purpose:
    "Customers as companies. Evidence that names its account shows whose voice is loud and whose is missing.",
  fields: [
    { name: "segment", label: "Segment", type: "record", of: "segment", filter: true, width: 160 },
    { name: "annual_revenue", label: "Revenue a year", type: "number", digits: 0, sort: true, width: 140 },
    { name: "website", label: "Website", type: "text", width: 200 },
  ],
  asks: ["segment", "website", "annual_revenue"],
});

export const segment = defineKind<Schemas["SegmentOut"]>({
  name: "segment",
  domain: "discovery",
  plural: "segments",
  label: "Segment",
  labelPlural: "Segments",
  icon: "filter",
  purpose: "Kinds of customers. Who struggles may not be who the product is for; a segment says so.",
  fields: [],
});

export const study = defineKind<Schemas["StudyOut"]>({
  name: "study",
  domain: "discovery",
  plural: "studies",
  label: "Study",
  labelPlural: "Studies",
  icon: "search",
  purpose:
    "A question and the sessions held to answer it. A study without a question collects, but learns nothing.",
  fields: [
    { name: "question", label: "Question", type: "text", width: 320 },
    { name: "owner", label: "Owner", type: "person", filter: true, width: 140 },
    { name: "starts_on", label: "Starts", type: "date", sort: true, width: 110 },
    { name: "ends_on", label: "Ends", type: "date", sort: true, width: 110 },
  ],
  asks: ["question", "owner", "starts_on", "ends_on"],
  sections: [{ id: "sessions", component: lazy(() => import("./components/study-sessions")) }],
});
