import { Component, type ReactNode } from "react";
import { ProblemState } from "@/shared/ui/states";

interface Props {
  /** A new value, such as the address, gives the page another try. */
  at?: string;
  children: ReactNode;
}

interface State {
  error: unknown;
  at?: string;
}

export class ErrorBoundary extends Component<Props, State> {
  override state: State = { error: null, at: this.props.at };

  static getDerivedStateFromError(error: unknown): Partial<State> {
    return { error };
  }

  static getDerivedStateFromProps(props: Props, state: State): Partial<State> | null {
    return props.at === state.at ? null : { at: props.at, error: null };
  }

  override render(): ReactNode {
    if (this.state.error === null) return this.props.children;
    return <ProblemState error={this.state.error} onRetry={() => this.setState({ error: null })} />;
  }
}
