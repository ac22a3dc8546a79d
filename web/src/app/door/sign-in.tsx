import { useQueryClient } from "@tanstack/react-query";
import type { ReactNode } from "react";
import { Link, useLocation, useNavigate, useSearchParams } from "react-router";
import { account } from "@/api/account";
import { TextField } from "@/shared/ui/inputs";
import { DoorFrame, useDoorForm } from "./door-frame";

/** Only a path of this page; an address elsewhere would make sign-in a springboard. */
export function safeNext(next: string | null): string {
  return next && /^\/(?![/\\])/.test(next) ? next : "/";
}

/** Stands at its own address and at any other that needs somebody; the latter is kept. */
export function SignIn(): ReactNode {
  const navigate = useNavigate();
  const { pathname } = useLocation();
  const [search] = useSearchParams();
  const client = useQueryClient();
  const form = useDoorForm(async ({ email = "", password = "" }) => {
    await account.prepare();
    await account.signIn(email, password);
    await client.invalidateQueries({ queryKey: ["me"] });
    if (pathname === "/sign-in") void navigate(safeNext(search.get("next")), { replace: true });
  });
  return (
    <DoorFrame
      title="Sign in"
      form={form}
      action="Sign in"
      foot={
        <>
          New here?{" "}
          <Link className="link" to="/sign-up">
            Create an account
          </Link>
        </>
      }
    >
      <TextField
        label="E-mail"
        name="email"
        type="email"
        autoComplete="username"
        required
        error={form.errorOf("email")}
      />
      <TextField
        label="Password"
        name="password"
        type="password"
        autoComplete="current-password"
        required
        error={form.errorOf("password")}
        hint={
          <Link className="link" to="/reset-password">
            Forgotten?
          </Link>
        }
      />
    </DoorFrame>
  );
}
