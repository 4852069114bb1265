"""The scripted crowd at a real station: who comes, who guards, and whether the gate was right."""
