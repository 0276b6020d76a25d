/** Icon of an app, or its first letter. Only pictures inside the data themselves are shown: nothing is fetched. */
export function AppIcon({ name, icon, size = 20 }: { name: string; icon: string | undefined; size?: number }) {
  if (icon?.startsWith('data:image/')) return <img className="app-icon" src={icon} alt="" width={size} height={size} />;
  return (
    <span
      className="app-icon app-icon-letter"
      aria-hidden="true"
      style={{ width: size, height: size, fontSize: size * 0.55 }}
    >
      {name.slice(0, 1).toUpperCase() || '?'}
    </span>
  );
}
