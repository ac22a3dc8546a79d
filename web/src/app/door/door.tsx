import type { ReactNode } from "react";
import { Navigate, Route, Routes, useSearchParams } from "react-router";
import type { MeOut } from "@/api/types";
import { AcceptInvitation } from "./accept-invitation";
import { FirstWorkspace } from "./first-workspace";
import { ForgotPassword, SetPassword } from "./password";
import { SignIn, safeNext } from "./sign-in";
import { SignUp } from "./sign-up";

/** Signing in at another tab, or going back to the sign-in page while signed in. */
function Next(): ReactNode {
  const [search] = useSearchParams();
  return <Navigate to={safeNext(search.get("next"))} replace />;
}

/** What is reached without a workspace. */
export default function Door({ me }: { me?: MeOut }): ReactNode {
  return (
    <Routes>
      <Route path="/sign-in" element={me ? <Next /> : <SignIn />} />
      <Route path="/sign-up" element={me ? <Navigate to="/" replace /> : <SignUp />} />
      <Route path="/reset-password" element={<ForgotPassword />} />
      <Route path="/reset-password/:key" element={<SetPassword />} />
      <Route path="/join/:token" element={<AcceptInvitation me={me} />} />
      <Route path="/welcome/workspace" element={me ? <FirstWorkspace me={me} /> : <SignIn />} />
      <Route path="/*" element={me ? <Navigate to="/" replace /> : <SignIn />} />
    </Routes>
  );
}
