import { send } from "./client";
import { Problem } from "./problem";
import type { MembershipOut, MeOut } from "./types";

const auth = "/_allauth/browser/v1/auth";

/** Signing in and out. Each call of the account service answers 401 with its session when nobody is signed in. */
export const account = {
  me: () => send<MeOut>("GET", "/api/me"),
  /** Sets the cookie that proves later requests come from this page. */
  prepare: async () => {
    try {
      await send("GET", `${auth}/session`);
    } catch (error) {
      if (!(error instanceof Problem && error.isSignedOut)) throw error;
    }
  },
  signIn: (email: string, password: string) => send("POST", `${auth}/login`, { body: { email, password } }),
  signUp: (body: { email: string; password: string; name: string; invitation: string }) =>
    send("POST", `${auth}/signup`, { body }),
  signOut: async () => {
    try {
      await send("DELETE", `${auth}/session`);
    } catch (error) {
      if (!(error instanceof Problem && error.isSignedOut)) throw error;
    }
  },
  requestReset: (email: string) => send("POST", `${auth}/password/request`, { body: { email } }),
  reset: async (key: string, password: string) => {
    try {
      await send("POST", `${auth}/password/reset`, { body: { key, password } });
    } catch (error) {
      if (!(error instanceof Problem && error.isSignedOut)) throw error;
    }
  },
  createWorkspace: (body: { name: string; timezone: string }) =>
    send<MembershipOut>("POST", "/api/workspaces", { body }),
};
