import { useQueryClient } from "@tanstack/react-query";
import type { ReactNode } from "react";
import { Link, useNavigate } from "react-router";
import { account } from "@/api/account";
import { TextField } from "@/shared/ui/inputs";
import { DoorFrame, useDoorForm } from "./door-frame";

interface Props {
  title?: string;
  says?: string;
  invitation?: string;
  email?: string;
  foot?: ReactNode;
}

const toSignIn = (
  <>
    Have one?{" "}
    <Link className="link" to="/sign-in">
      Sign in
    </Link>
  </>
);

export function SignUp({
  title = "Create an account",
  says,
  invitation = "",
  email = "",
  foot = toSignIn,
}: Props): ReactNode {
  const client = useQueryClient();
  const navigate = useNavigate();
  const form = useDoorForm(async ({ name = "", email: address = "", password = "" }) => {
    await account.prepare();
    await account.signUp({ name, email: address, password, invitation });
    await client.invalidateQueries({ queryKey: ["me"] });
    void navigate("/");
  });
  return (
    <DoorFrame title={title} says={says} form={form} action="Create account" foot={foot}>
      <TextField label="Name" name="name" autoComplete="name" required error={form.errorOf("name")} />
      <TextField
        label="E-mail"
        name="email"
        type="email"
        autoComplete="username"
        required
        defaultValue={email}
        error={form.errorOf("email")}
      />
      <TextField
        label="Password"
        name="password"
        type="password"
        autoComplete="new-password"
        required
        minLength={10}
        hint="At least 10 characters"
        error={form.errorOf("password") ?? form.errorOf("invitation")}
      />
    </DoorFrame>
  );
}
