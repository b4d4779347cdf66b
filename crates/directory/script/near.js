// "Near me": where the reader is, is asked of the browser only when they press the button, compared here with what the
// page shows, and sent nowhere.
(() => {
  const near = document.querySelector('.near');
  const button = near?.querySelector('button');
  const said = near?.querySelector('p');
  const rows = [...document.querySelectorAll('[data-bounds]')];
  if (!button || !said || rows.length === 0 || !('geolocation' in navigator)) return;
  near.hidden = false;

  const boundsOf = (row) => row.dataset.bounds.split(',').map(Number);
  // What is smallest around a point is where somebody is: districts lie in towns.
  const around = ({ longitude, latitude }) =>
    rows
      .map((row) => ({ row, bounds: boundsOf(row) }))
      .filter(({ bounds: [west, south, east, north] }) => west <= longitude && longitude <= east && south <= latitude && latitude <= north)
      .map((it) => ({ ...it, size: (it.bounds[2] - it.bounds[0]) * (it.bounds[3] - it.bounds[1]) }))
      .sort((a, b) => a.size - b.size)[0]?.row;

  button.addEventListener('click', () => {
    button.disabled = true;
    navigator.geolocation.getCurrentPosition(
      ({ coords }) => {
        button.disabled = false;
        for (const row of rows) row.classList.remove('here');
        const row = around(coords);
        const link = row?.querySelector('a');
        if (!row || !link) {
          said.textContent = near.dataset.none;
          return;
        }
        row.classList.add('here');
        const copy = link.cloneNode(true);
        said.replaceChildren(`${near.dataset.here} `, copy);
      },
      () => {
        button.disabled = false;
        said.textContent = near.dataset.refused;
      },
      { enableHighAccuracy: false, timeout: 15000, maximumAge: 60000 },
    );
  });
})();
