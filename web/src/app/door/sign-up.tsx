import { useQueryClient } from "@tanstack/react-query";
import type { ReactNode } from "react";
import { Link } from "react-router";
import { account } from "@/api/account";
import { TextField } from "@/shared/ui/inputs";
import { DoorFrame, useDoorForm } from "./door-frame";

export function SignUp(): ReactNode {
  const client = useQueryClient();
  const form = useDoorForm(async ({ name = "", email = "", password = "" }) => {
    await account.prepare();
    await account.signUp({ name, email, password });
    await client.invalidateQueries({ queryKey: ["me"] });
  });
  return (
    <DoorFrame
      title="Create an account"
      form={form}
      action="Create account"
      foot={
        <>
          Have one?{" "}
          <Link className="link" to="/sign-in">
            Sign in
          </Link>
        </>
      }
    >
      <TextField label="Name" name="name" autoComplete="name" required error={form.errorOf("name")} />
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
        autoComplete="new-password"
        required
        minLength={8}
        hint="At least 8 characters"
        error={form.errorOf("password")}
      />
    </DoorFrame>
  );
}
