import { type ReactNode, useState } from "react";
import { Link, useNavigate, useParams } from "react-router";
import { account } from "@/api/account";
import { TextField } from "@/shared/ui/inputs";
import { toast } from "@/shared/ui/toasts";
import { DoorFrame, useDoorForm } from "./door-frame";

const back = (
  <Link className="link" to="/sign-in">
    Back to sign in
  </Link>
);

export function ForgotPassword(): ReactNode {
  const [sentTo, setSentTo] = useState("");
  const form = useDoorForm(async ({ email = "" }) => {
    await account.prepare();
    await account.requestReset(email);
    setSentTo(email);
  });
  if (sentTo)
    return (
      <DoorFrame
        title="Look into your mail"
        says={`If ${sentTo} has an account here, a link to set a new password is on its way.`}
        foot={back}
      />
    );
  return (
    <DoorFrame
      title="Set a new password"
      says="We send a link to your address."
      form={form}
      action="Send the link"
      foot={back}
    >
      <TextField
        label="E-mail"
        name="email"
        type="email"
        autoComplete="username"
        required
        error={form.errorOf("email")}
      />
    </DoorFrame>
  );
}

export function SetPassword(): ReactNode {
  const { key = "" } = useParams();
  const navigate = useNavigate();
  const form = useDoorForm(async ({ password = "" }) => {
    await account.prepare();
    await account.reset(key, password);
    toast({ message: "The new password is set" });
    void navigate("/sign-in");
  });
  return (
    <DoorFrame title="Choose a new password" form={form} action="Set the password" foot={back}>
      <TextField
        label="New password"
        name="password"
        type="password"
        autoComplete="new-password"
        required
        minLength={10}
        error={form.errorOf("password") ?? form.errorOf("key")}
      />
    </DoorFrame>
  );
}
