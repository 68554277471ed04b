import { Component, type ComponentChildren } from "preact";

/** What stands in for a page that broke: never a blank screen. */
export class ErrorBoundary extends Component<{ children: ComponentChildren }, { broken: boolean }> {
  override state = { broken: false };

  override componentDidCatch(): void {
    this.setState({ broken: true });
  }

  override render() {
    if (!this.state.broken) return this.props.children;
    return (
      <main class="empty">
        <strong role="alert">Something went wrong in this page</strong>
        <p>Reload to go on.</p>
        <button type="button" class="button" onClick={() => location.reload()}>
          Reload
        </button>
      </main>
    );
  }
}
