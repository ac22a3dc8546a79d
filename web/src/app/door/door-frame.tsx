import { type FormEvent, type ReactNode, useState } from "react";
import { asProblem, type Problem } from "@/api/problem";
import { Mark } from "@/app/shell/mark";
import { Button } from "@/shared/ui/button";
import { PageHead } from "@/shared/ui/page-head";
import classes from "./door.module.css";

export interface DoorForm {
  problem: Problem | null;
  busy: boolean;
  submit: (event: FormEvent<HTMLFormElement>) => void;
  errorOf: (name: string) => string | undefined;
}

/** A form that is sent once at a time and keeps what was refused. */
export function useDoorForm(send: (values: Record<string, string>) => Promise<void>): DoorForm {
  const [problem, setProblem] = useState<Problem | null>(null);
  const [busy, setBusy] = useState(false);

  async function run(values: Record<string, string>): Promise<void> {
    setBusy(true);
    setProblem(null);
    try {
      await send(values);
    } catch (error) {
      setProblem(asProblem(error));
    } finally {
      setBusy(false);
    }
  }

  return {
    problem,
    busy,
    submit: (event) => {
      event.preventDefault();
      const entries = [...new FormData(event.currentTarget)].map(([name, value]) => [name, String(value)]);
      void run(Object.fromEntries(entries));
    },
    errorOf: (name) => problem?.fields[name]?.join(" "),
  };
}

interface Props {
  title: string;
  says?: ReactNode;
  form?: DoorForm;
  action?: string;
  children?: ReactNode;
  foot?: ReactNode;
}

export function DoorFrame({ title, says, form, action, children, foot }: Props): ReactNode {
  const loose = form?.problem && Object.keys(form.problem.fields).length === 0 ? form.problem : null;
  return (
    <main className={classes.door}>
      <div className={classes.inner}>
        <p className={classes.brand}>
          <Mark />
          Truenorth
        </p>
        <PageHead title={title} sub={says} />
        {form && (
          <form className={classes.form} onSubmit={form.submit}>
            {children}
            {loose && (
              <p className="worse" role="alert">
                {loose.title}
                {loose.detail && loose.detail !== loose.title ? ` ${loose.detail}` : ""}
              </p>
            )}
            <Button look="primary" size="large" type="submit" busy={form.busy}>
              {action}
            </Button>
          </form>
        )}
        {!form && children}
        {foot && <p className={classes.foot}>{foot}</p>}
      </div>
    </main>
  );
}
