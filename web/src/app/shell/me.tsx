import { Menu, useComputedColorScheme, useMantineColorScheme } from "@mantine/core";
import { useQueryClient } from "@tanstack/react-query";
import type { ReactNode } from "react";
import { account } from "@/api/account";
import { sentenceCase } from "@/shared/format/format";
import { PersonAvatar } from "@/shared/people/person-avatar";
import { useHere } from "@/shared/people/workspace-context";
import { IconButton } from "@/shared/ui/button";
import { Icon, type IconName } from "@/shared/ui/icon";
import { toastProblem } from "@/shared/ui/toasts";
import classes from "./shell.module.css";

const schemes = [
  { value: "light", label: "Light", icon: "sun" },
  { value: "dark", label: "Dark", icon: "moon" },
  { value: "auto", label: "As the system", icon: "screen" },
] as const satisfies readonly { value: string; label: string; icon: IconName }[];

/** Who I am, and the theme. */
export function Me(): ReactNode {
  const { me, membership } = useHere();
  const client = useQueryClient();
  const { colorScheme, setColorScheme } = useMantineColorScheme();
  const shown = useComputedColorScheme("light");

  async function signOut(): Promise<void> {
    try {
      await account.signOut();
      client.clear();
      window.location.assign("/");
    } catch (error) {
      toastProblem(error);
    }
  }

  return (
    <div className={classes.me}>
      <Menu position="top-start" width={208}>
        <Menu.Target>
          <button type="button" className={classes.person}>
            <PersonAvatar person={me.user} decorative />
            <span className="sr">Account of</span>
            <span className={classes.words}>
              <span className={classes.name}>{me.user.name}</span>
              <span className="micro three">{sentenceCase(membership.role)}</span>
            </span>
          </button>
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Label>{me.user.email}</Menu.Label>
          {schemes.map((each) => (
            <Menu.Item
              key={each.value}
              leftSection={<Icon name={each.icon} size="small" />}
              rightSection={colorScheme === each.value ? <Icon name="check" size="small" /> : null}
              onClick={() => setColorScheme(each.value)}
            >
              {each.label}
            </Menu.Item>
          ))}
          <Menu.Divider />
          <Menu.Item leftSection={<Icon name="exit" size="small" />} onClick={() => void signOut()}>
            Sign out
          </Menu.Item>
        </Menu.Dropdown>
      </Menu>
      <IconButton
        icon={shown === "dark" ? "moon" : "sun"}
        size="small"
        label="Switch between light and dark"
        onClick={() => setColorScheme(shown === "dark" ? "light" : "dark")}
      />
    </div>
  );
}
