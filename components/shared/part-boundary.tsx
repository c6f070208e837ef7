import { Component, type ReactNode } from "react";
import { Button } from "#components/ui/button.tsx";
import { ErrorState } from "./error-state.tsx";

interface PartBoundaryProps {
  children: ReactNode;
  className?: string;
}

/** What fails in here takes nothing along of what stands beside it. */
export class PartBoundary extends Component<PartBoundaryProps, { failed: boolean }> {
  override state = { failed: false };

  static getDerivedStateFromError() {
    return { failed: true };
  }

  override render() {
    if (!this.state.failed) return this.props.children;
    return (
      <div className={this.props.className}>
        <ErrorState
          title="This part could not be shown"
          meaning="Nothing is lost: what you changed is kept in this browser. If the server is away, go on once it is back."
          action={<Button onClick={() => this.setState({ failed: false })}>Try again</Button>}
        />
      </div>
    );
  }
}
