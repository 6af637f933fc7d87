import type { Alert } from './finding.ts';
import type { ClusterView } from './view.ts';

/**
 * The view of a daemon beside a member. That a remote member's metrics are out of reach is how some distributions are; those of the
 * member here never are, and without them nothing is known of its disk: that is worth a warning.
 */
export function besideMember(view: ClusterView, localId: string | undefined): ClusterView {
  const blind = view.alerts.some((alert) => isBlind(alert, localId));
  if (!blind) return view;
  return { ...view, alerts: view.alerts.map((alert) => (isBlind(alert, localId) ? asWarning(alert) : alert)) };
}

const isBlind = ({ check, subject, finding }: Alert, localId: string | undefined): boolean =>
  check === 'metrics-unavailable' && subject === localId && finding.severity === 'info';

const asWarning = (alert: Alert): Alert => ({
  ...alert,
  severity: 'warning',
  finding: { ...alert.finding, severity: 'warning' },
});
