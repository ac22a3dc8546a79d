import type { ReactNode } from "react";
import { Navigate, Route, Routes } from "react-router";
import type { MeOut } from "@/api/types";
import { AcceptInvitation } from "./accept-invitation";
import { FirstWorkspace } from "./first-workspace";
import { ForgotPassword, SetPassword } from "./password";
import { SignIn } from "./sign-in";
import { SignUp } from "./sign-up";

/** What is reached without a workspace. */
export default function Door({ me }: { me?: MeOut }): ReactNode {
  return (
    <Routes>
      <Route path="/sign-in" element={me ? <Navigate to="/" replace /> : <SignIn />} />
      <Route path="/sign-up" element={me ? <Navigate to="/" replace /> : <SignUp />} />
      <Route path="/password" element={<ForgotPassword />} />
      <Route path="/password/reset/:key" element={<SetPassword />} />
      <Route path="/invitations/:token" element={<AcceptInvitation me={me} />} />
      <Route path="/welcome/workspace" element={me ? <FirstWorkspace me={me} /> : <SignIn />} />
      <Route path="/*" element={me ? <Navigate to="/" replace /> : <SignIn />} />
    </Routes>
  );
}
