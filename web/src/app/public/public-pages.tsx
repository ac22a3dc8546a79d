import type { ReactNode } from "react";
import { Route, Routes } from "react-router";
import { NoSuchLink } from "./no-such-link";
import NotDoingPage from "./not-doing-page";
import RoadmapPage from "./roadmap-page";

/** What whoever holds a link may read. Nobody is asked who they are. */
export default function PublicPages(): ReactNode {
  return (
    <Routes>
      <Route path="/public/not-doing/:token" element={<NotDoingPage />} />
      <Route path="/public/roadmap/:token" element={<RoadmapPage />} />
      <Route path="/public/*" element={<NoSuchLink />} />
    </Routes>
  );
}
