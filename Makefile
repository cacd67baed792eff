# Everything here does its own set-up. Needed: the .NET 10 SDK, Node 20 or newer, make; for `make bench` Debian's Python packages (installed when missing).
export DOTNET_CLI_TELEMETRY_OPTOUT := 1
export DOTNET_NOLOGO := 1
export TESTINGPLATFORM_TELEMETRY_OPTOUT := 1

SAMPLE := samples/wear

.PHONY: help start status stop test test-all perf-light test-faults lint format bench load series clean

help:
	@echo "make start    analyse the sample pump, run the server in the background with a simulated plant on it (PORT=8080 DATA=data)"
	@echo "make status   whether that server runs, and where"
	@echo "make stop     stop it"
	@echo "make test     build everything and run every test"
	@echo "make test-all    the same"
	@echo "make perf-light  a minute of predictions and fits over HTTP: requests/s and percentiles (LASTING=60 CONNECTIONS=32)"
	@echo "make test-faults   kill, cut and fill up, and look whether anything was lost (about 15 minutes; FAULTS=quick, SEED=n, TRIGGER=alarm)"
	@echo "make lint     check the format of the code and the lock files"
	@echo "make bench    measure beside the peers, write bench/RESULTS.md (about 15 minutes)"
	@echo "make load     the server under load alone, printed (a part of make bench); make series: the fit/predict service alone"
	@echo "make clean    remove what was built"

start:
	@./plumb analyze --baseline $(SAMPLE)_baseline.csv --data $(SAMPLE)_log.csv --train --out outputs/sample
	@deploy/server.sh start
	@./plumb import --plant samples/plant.json --pumps $(SAMPLE)_log.csv --data "$${DATA:-data}"
	@./plumb simulate plant --server "$$(deploy/server.sh url)"

# The exit code of the script tells a program; make would only print it as an error of its own.
status:
	@deploy/server.sh status || true

stop:
	@deploy/server.sh stop

test:
	dotnet build Plumbline.slnx -c Release -v quiet
	dotnet test --solution Plumbline.slnx -c Release --no-build

test-all: test

perf-light:
	dotnet build tests/Load -c Release -v quiet
	dotnet tests/Load/bin/Release/net10.0/Plumbline.Load.dll $(if $(LASTING),--seconds $(LASTING)) $(if $(CONNECTIONS),--connections $(CONNECTIONS))

test-faults:
	dotnet build tests/Faults -c Release -v quiet
	dotnet tests/Faults/bin/Release/net10.0/Plumbline.Faults.dll $(if $(filter quick,$(FAULTS)),--quick) $(if $(SEED),--seed $(SEED)) $(if $(TRIGGER),--trigger $(TRIGGER))

lint:
	dotnet restore Plumbline.slnx --locked-mode -v quiet
	dotnet format Plumbline.slnx --verify-no-changes --no-restore

format:
	dotnet format Plumbline.slnx

bench:
	bash bench/run.sh

load:
	bash bench/run.sh load

series:
	bash bench/run.sh series

clean:
	rm -rf .plumbline outputs
	find src tests bench -type d \( -name bin -o -name obj -o -name node_modules \) -prune -exec rm -rf {} +
