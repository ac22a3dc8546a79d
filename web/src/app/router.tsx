import { useQuery } from "@tanstack/react-query";
import { lazy, type ReactNode, Suspense } from "react";
import { Navigate, Route, Routes, useLocation, useParams } from "react-router";
import { account } from "@/api/account";
import { asProblem } from "@/api/problem";
import type { MeOut } from "@/api/types";
import { WorkspaceProvider } from "@/shared/people/workspace-context";
import { type Feature, tabsOf } from "@/shared/practice/feature";
import { useFeature } from "@/shared/practice/features-context";
import { useKinds } from "@/shared/records/registry";
import { ProblemState, Skeleton } from "@/shared/ui/states";
import { lastWorkspace, rememberWorkspace } from "./last-workspace";
import { Missing } from "./missing";
import { Shell } from "./shell/shell";

const ListPage = lazy(() =>
  import("@/shared/practice/list-page").then((module) => ({ default: module.ListPage })),
);
const RecordPage = lazy(() =>
  import("@/shared/records/page/record-page").then((module) => ({ default: module.RecordPage })),
);
const WhyPage = lazy(() => import("./why-page"));
const Door = lazy(() => import("./door/door"));
const PublicPages = lazy(() => import("./public/public-pages"));

function useMe() {
  return useQuery({ queryKey: ["me"], queryFn: account.me, staleTime: 60_000, retry: false });
}

function Landing({ me }: { me: MeOut }): ReactNode {
  const slugs = me.memberships.map((each) => each.workspace.slug);
  const last = lastWorkspace();
  const slug = last && slugs.includes(last) ? last : slugs[0];
  return <Navigate to={slug ? `/w/${slug}/` : "/welcome/workspace"} replace />;
}

function PracticeLanding(): ReactNode {
  const { domain = "", slug = "" } = useParams();
  const feature = useFeature(domain);
  const first = feature && tabsOf(feature)[0];
  return first ? <Navigate to={`/w/${slug}/${domain}/${first.path}`} replace /> : <Missing />;
}

function KindRoute({ isRecord }: { isRecord: boolean }): ReactNode {
  const { domain, plural, id = "" } = useParams();
  const kind = useKinds().find((each) => each.domain === domain && each.plural === plural);
  if (!kind) return <Missing />;
  return isRecord ? <RecordPage key={id} kind={kind} id={id} /> : <ListPage key={kind.name} kind={kind} />;
}

function HomeLanding({ features }: { features: readonly Feature[] }): ReactNode {
  const { slug } = useParams();
  const first =
    features.find((each) => each.name === "home") ?? features.find((each) => each.place !== "foot");
  return <Navigate to={`/w/${slug}/${first?.name ?? "discovery"}`} replace />;
}

function Workspace({ me, features }: { me: MeOut; features: readonly Feature[] }): ReactNode {
  const { slug } = useParams();
  const membership = me.memberships.find((each) => each.workspace.slug === slug);
  if (!membership) return <Missing />;
  rememberWorkspace(membership.workspace.slug);
  const pages = features.flatMap((feature) =>
    (feature.pages ?? []).map((page) => ({
      path: `${feature.name}/${page.path}`.replace(/\/$/, ""),
      Page: page.component,
    })),
  );
  return (
    <WorkspaceProvider me={me} membership={membership} key={membership.id}>
      <Shell>
        <Suspense fallback={<Skeleton rows={8} />}>
          <Routes>
            <Route index element={<HomeLanding features={features} />} />
            <Route path="why/:id" element={<WhyPage />} />
            {pages.map(({ path, Page }) => (
              <Route key={path} path={path} element={<Page />} />
            ))}
            <Route path=":domain" element={<PracticeLanding />} />
            <Route path=":domain/:plural" element={<KindRoute isRecord={false} />} />
            <Route path=":domain/:plural/:id" element={<KindRoute isRecord />} />
            <Route path="*" element={<Missing />} />
          </Routes>
        </Suspense>
      </Shell>
    </WorkspaceProvider>
  );
}

/** What is public asks for nobody's account; the rest does. */
export function Router({ features }: { features: readonly Feature[] }): ReactNode {
  const { pathname } = useLocation();
  if (!pathname.startsWith("/public/")) return <SignedRouter features={features} />;
  return (
    <Suspense>
      <PublicPages />
    </Suspense>
  );
}

/** Signed out leads to the door; signed in leads to a workspace. */
function SignedRouter({ features }: { features: readonly Feature[] }): ReactNode {
  const { data: me, error, isPending, refetch } = useMe();
  if (isPending) return <Skeleton rows={4} />;
  if (error && !asProblem(error).isSignedOut)
    return <ProblemState error={error} onRetry={() => void refetch()} />;
  if (!me || error)
    return (
      <Suspense>
        <Door />
      </Suspense>
    );
  return (
    <Suspense>
      <Routes>
        <Route path="/" element={<Landing me={me} />} />
        <Route path="/w/:slug/*" element={<Workspace me={me} features={features} />} />
        <Route path="/*" element={<Door me={me} />} />
      </Routes>
    </Suspense>
  );
}
