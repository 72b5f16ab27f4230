// A stand-in for cAdvisor where no registry has its image: cAdvisor's own library collects, keeps and encodes; what
// is ours is the way to it, for the program's own is in a module that the module proxy does not serve. It answers
// /api/v2.1/stats, /api/v2.1/machinestats, /api/v2.1/version and /healthz as the program does, and writes to
// InfluxDB 1.x the series that the program's driver writes.
package main

import (
	"encoding/json"
	"flag"
	"fmt"
	"log"
	"net/http"
	"os"
	"path"
	"strconv"
	"strings"
	"time"

	"github.com/google/cadvisor/cache/memory"
	"github.com/google/cadvisor/container"
	_ "github.com/google/cadvisor/container/docker/install"
	v2 "github.com/google/cadvisor/info/v2"
	"github.com/google/cadvisor/manager"
	"github.com/google/cadvisor/storage"
	"github.com/google/cadvisor/utils/sysfs"
)

// What the program leaves out when it is not told what to leave out.
var ignored = container.MetricSet{
	container.MemoryNumaMetrics:              struct{}{},
	container.NetworkTcpUsageMetrics:         struct{}{},
	container.NetworkUdpUsageMetrics:         struct{}{},
	container.NetworkAdvancedTcpUsageMetrics: struct{}{},
	container.ProcessSchedulerMetrics:        struct{}{},
	container.ProcessMetrics:                 struct{}{},
	container.HugetlbUsageMetrics:            struct{}{},
	container.ReferencedMemoryMetrics:        struct{}{},
	container.CPUTopologyMetrics:             struct{}{},
	container.ResctrlMetrics:                 struct{}{},
	container.CPUSetMetrics:                  struct{}{},
}

func main() {
	port := flag.Int("port", 8080, "port to listen on")
	address := flag.String("listen_ip", "", "address to listen on")
	driver := flag.String("storage_driver", "", "influxdb, or nothing")
	duration := flag.Duration("storage_duration", 2*time.Minute, "how long to keep samples in memory")
	version := flag.Bool("version", false, "print the version and end")
	flag.Var(&ignored, "disable_metrics", "metrics to leave out, with commas")
	flag.Parse()
	if *version {
		fmt.Printf("cAdvisor version v%s (stand-in)\n", libraryVersion)
		return
	}

	var backends []storage.StorageDriver
	switch *driver {
	case "":
	case "influxdb":
		backends = append(backends, newInfluxWriter())
	default:
		log.Fatalf("unknown storage driver %q", *driver)
	}
	m, err := manager.New(
		memory.New(*duration, backends), sysfs.NewRealSysFs(), manager.HousekeepingConfigFlags,
		container.AllMetrics.Difference(ignored), http.DefaultClient, []string{"/"}, nil, "", 0,
	)
	if err != nil {
		log.Fatal(err)
	}
	if err := m.Start(); err != nil {
		log.Fatal(err)
	}

	http.HandleFunc("/healthz", func(w http.ResponseWriter, _ *http.Request) { fmt.Fprint(w, "ok") })
	http.HandleFunc("/api/v2.1/version", func(w http.ResponseWriter, _ *http.Request) {
		answer(w, libraryVersion, nil)
	})
	http.HandleFunc("/api/v2.1/machinestats", func(w http.ResponseWriter, r *http.Request) {
		options, err := optionsOf(r)
		if err != nil {
			answer(w, nil, err)
			return
		}
		found, err := m.GetRequestedContainersInfo("/", options)
		if root, known := found["/"]; known {
			answer(w, v2.MachineStatsFromV1(root), nil)
			return
		}
		answer(w, nil, fmt.Errorf("no root container: %v", err))
	})
	stats := func(w http.ResponseWriter, r *http.Request) {
		options, err := optionsOf(r)
		if err != nil {
			answer(w, nil, err)
			return
		}
		name := path.Clean("/" + strings.TrimPrefix(r.URL.Path, "/api/v2.1/stats"))
		if options.IdType == v2.TypeDocker {
			name = name[1:]
			if name == "" {
				name = "/"
			}
		}
		found, err := m.GetRequestedContainersInfo(name, options)
		if err != nil && len(found) == 0 {
			answer(w, nil, err)
			return
		}
		result := map[string]v2.ContainerInfo{}
		for name, each := range found {
			// The root is the machine's, which is told elsewhere.
			if name != "/" {
				result[name] = v2.ContainerInfo{
					Spec:  v2.ContainerSpecFromV1(&each.Spec, each.Aliases, each.Namespace),
					Stats: v2.ContainerStatsFromV1(name, &each.Spec, each.Stats),
				}
			}
		}
		answer(w, result, nil)
	}
	http.HandleFunc("/api/v2.1/stats", stats)
	http.HandleFunc("/api/v2.1/stats/", stats)

	log.Printf("Starting cAdvisor version: v%s (stand-in) on port %d", libraryVersion, *port)
	log.Print(http.ListenAndServe(*address+":"+strconv.Itoa(*port), nil))
	os.Exit(1)
}

func optionsOf(r *http.Request) (v2.RequestOptions, error) {
	query := r.URL.Query()
	options := v2.RequestOptions{IdType: v2.TypeName, Count: 64}
	if kind := query.Get("type"); kind != "" {
		options.IdType = kind
	}
	if text := query.Get("count"); text != "" {
		count, err := strconv.Atoi(text)
		if err != nil {
			return options, fmt.Errorf("failed to parse 'count' option: %v", text)
		}
		options.Count = count
	}
	options.Recursive = query.Get("recursive") == "true"
	if text := query.Get("max_age"); text != "" {
		age, err := time.ParseDuration(text)
		if err != nil {
			return options, fmt.Errorf("failed to parse 'max_age' option: %v", err)
		}
		options.MaxAge = &age
	}
	return options, nil
}

func answer(w http.ResponseWriter, value any, err error) {
	if err != nil {
		http.Error(w, err.Error(), http.StatusInternalServerError)
		return
	}
	w.Header().Set("Content-Type", "application/json")
	if err := json.NewEncoder(w).Encode(value); err != nil {
		log.Print(err)
	}
}
