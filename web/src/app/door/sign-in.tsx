import { useQueryClient } from "@tanstack/react-query";
import type { ReactNode } from "react";
import { Link } from "react-router";
import { account } from "@/api/account";
import { TextField } from "@/shared/ui/inputs";
import { DoorFrame, useDoorForm } from "./door-frame";

export function SignIn(): ReactNode {
  const client = useQueryClient();
  const form = useDoorForm(async ({ email = "", password = "" }) => {
    await account.prepare();
    await account.signIn(email, password);
    await client.invalidateQueries({ queryKey: ["me"] });
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
          <Link className="link" to="/password">
            Forgotten?
          </Link>
        }
      />
    </DoorFrame>
  );
}
