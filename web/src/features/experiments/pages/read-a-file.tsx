import type { ReactNode } from "react";
import { useNavigate } from "react-router";
import { useRecordPath } from "@/shared/people/workspace-context";
import { PageHead } from "@/shared/ui/page-head";
import { ResultsReader } from "../components/results-reader";

/** An A/B test that was run elsewhere, read from its file and kept as an experiment. */
export default function ReadAFile(): ReactNode {
  const navigate = useNavigate();
  const pathOf = useRecordPath();
  const to = (id: string) => pathOf({ domain: "experiments", plural: "experiments", id });
  return (
    <>
      <PageHead title="Read an A/B test" sub="From a file with one row for each person or other unit." />
      <ResultsReader onCancel={() => navigate(-1)} onKept={(id) => navigate(to(id))} />
    </>
  );
}
